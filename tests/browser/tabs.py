"""Closing a tab for certain."""

from playwright.sync_api import TimeoutError

TRIES, PATIENCE = 10, 1000  # milliseconds for each try


def close(page):
    """Close `page` as its user would, whatever it is loading.

    A close that meets the commit of a navigation is acknowledged by Chromium and then forgotten
    (crbug.com/536385539), and Playwright's own `page.close()` waits for it for ever. Asked again
    it closes.
    """
    browser = page.context.browser.new_browser_cdp_session()
    tab = page.context.new_cdp_session(page)
    target = tab.send("Target.getTargetInfo")["targetInfo"]["targetId"]
    for _ in range(TRIES):
        try:
            with page.expect_event("close", timeout=PATIENCE):
                browser.send("Target.closeTarget", {"targetId": target})
            break
        except TimeoutError:
            continue
    else:
        raise AssertionError(f"the tab did not close: {page.url}")
    browser.detach()
