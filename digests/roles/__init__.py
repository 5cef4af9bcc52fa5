"""What each sentence of an abstract does: background, objective, methods, results or conclusions."""

from digests.roles.model import roles
from digests.roles.names import Role, role_of_heading

__all__ = ["Role", "role_of_heading", "roles"]
