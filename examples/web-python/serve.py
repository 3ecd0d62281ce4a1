"""Starts a server on a socket that is bound before: python serve.py web:api gunicorn app:app --bind fd://{fd}"""

import os
import sys

import portreg

name, *command = sys.argv[1:]
socket = portreg.claim(name).socket()
socket.set_inheritable(True)
command = [word.replace("{fd}", str(socket.fileno())) for word in command]
# The claim and the socket stay: it is the same process.
os.execvp(command[0], command)
