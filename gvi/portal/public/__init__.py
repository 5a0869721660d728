"""Pages for anybody, without a login."""
