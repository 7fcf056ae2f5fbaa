"""Reading and writing what the support desk keeps."""
