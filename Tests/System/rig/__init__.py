"""The full-system test rig: an emulated Debian machine, USB devices that come and go in it, the kiosk as its unit."""
