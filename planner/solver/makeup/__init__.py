"""Lost visits at another date."""
