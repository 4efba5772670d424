"""`sluis source app`: the source's program on a local screen, in the browser, for people without a command line.

opening    starts it and ends it; running: the server and its end; place: its folder in the home
door       who may come in: this machine, this window, this session; entering: the secret and the sessions
holding    files that were chosen, private and gone when the program is
draft      one delivery on its way, from choosing to arrival; working: what it does meanwhile
watching   what the gate of the TTP tells
rendering  templates and words; static files are those of the portal
screens    the pages
"""
