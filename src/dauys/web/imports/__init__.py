"""Files on their way in: handed in, looked through, their columns mapped, taken or refused."""
