"""gunicorn's log of requests: neither tokens nor who asked, what for, or where they came from."""

from gunicorn.glogging import Logger

from kalasin_network.logs import MaskingFormatter, mask


class AccessLogger(Logger):
    """Writes time, method, path without query, status, bytes and milliseconds."""

    FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)s ms"

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: atoms[name] for name in "tmsBM"} | {"U": mask(self._path(environ))}

    @staticmethod
    def _path(environ):
        return environ.get("RAW_URI", "-").partition("?")[0]

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(MaskingFormatter(self.error_fmt, self.datefmt))
