"""Put the accepted form of a name in the place of a German or inconsistent one."""
