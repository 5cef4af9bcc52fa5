"""What each sentence of an abstract does: background, objective, methods, results or conclusions."""

from digests.roles.names import Role, role_of_heading
from digests.roles.reading import roles

__all__ = ["Role", "role_of_heading", "roles"]
