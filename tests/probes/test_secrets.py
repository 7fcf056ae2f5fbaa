"""A plan may name a variable, but only one that was meant for plans is sent anywhere."""

from __future__ import annotations

import asyncio

import pytest

from tests.probes.conftest import Serve, a_check
from warroom_tui.config import load_settings
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.registry import default_probers

ENVIRON = {"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI", "SHOP_TOKEN": "t0ken", "PATH": "/bin"}


def measured(check: Check, allowed: frozenset[str]) -> Measurement:
    async def once() -> Measurement:
        probers = default_probers(environ=ENVIRON, allowed=allowed)
        try:
            return await probers.probe(check)
        finally:
            await probers.aclose()

    return asyncio.run(once())


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "PATH", "NOT_SET"])
def test_a_plan_cannot_have_any_variable_sent_to_its_host(serve: Serve, name: str) -> None:
    server = serve(lambda caller: caller.answer(body=b"ok"))
    options = CheckOptions(headers=(("X-Loot", f"${{{name}}}"),))
    for check in (
        a_check("http", server.url(), options=options),
        a_check("http", server.url(f"/?loot=${{{name}}}")),
    ):
        seen = measured(check, frozenset({"SHOP_TOKEN"}))
        assert seen.unknown
        assert seen.detail.startswith(f"{name} is not for plans")
    assert not server.asked


def test_the_users_own_settings_allow_one(serve: Serve) -> None:
    server = serve(lambda caller: caller.answer(body=b"you sent t0ken"))
    options = CheckOptions(headers=(("X-Token", "${SHOP_TOKEN}"),))
    check = a_check("http", server.url(), options=options)
    seen = measured(check, frozenset({"SHOP_TOKEN"}))
    assert server.asked[0].header("X-Token") == "t0ken"
    assert (seen.ok, seen.excerpt) == (True, "you sent •••")


def test_settings_name_what_plans_may_use(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("settings")
    config = folder / "config.toml"
    env = {"HOME": str(folder), "WARROOM_CONFIG": str(config)}
    config.write_text('secrets = ["SHOP_TOKEN", "DB_PASSWORD"]\nbell = false\n', "utf-8")
    settings = load_settings(env)
    assert settings.secrets == {"SHOP_TOKEN", "DB_PASSWORD"}
    assert settings.bell is False
    assert load_settings({**env, "WARROOM_SECRETS": "A, B"}).secrets == {"A", "B"}
    config.write_text('bell = "loud"\n', "utf-8")
    with pytest.raises(InputError, match="loud"):
        load_settings(env)
