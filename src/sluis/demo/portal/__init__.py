"""The demo's portal: a world of invented organisations, and people of every role who can sign in.

cast       who there is: invented organisations and people
settling   brings them into the portal through its own services
opening    makes the portal's folder, fills it once, and says how to sign in
"""
