# A mail server for tests, on loopback: server.py DIRECTORY MODE PORT [CERTIFICATE KEY]
# Prints its port, keeps each message in DIRECTORY/N.eml, its envelope in N.to. Of its
# recipients "nobody@" is refused, "later@" twice put off. MODE auth wants a login; cut
# breaks the connection before it says whether it took a message.
import os
import ssl
import sys
import time
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
directory, mode = sys.argv[1:3]
class Handler:
    n = 0
    tries = 0
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody'):
            return '550 5.1.1 no such user'
        if address.startswith('later'):
            Handler.tries += 1
            if Handler.tries < 3:
                return '451 4.3.0 try again later'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        if mode == 'cut':
            os._exit(0)
        Handler.n += 1
        with open('%s/%d.eml' % (directory, Handler.n), 'wb') as f:
            f.write(envelope.original_content)
        with open('%s/%d.to' % (directory, Handler.n), 'w') as f:
            f.write('%s\n%s\n%s\n' % (envelope.mail_from, ','.join(envelope.rcpt_tos), session.ssl is not None))
        return '250 2.0.0 queued as %d' % Handler.n
def login(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b'office' and data.password == b'secret')
options = {}
context = None
if len(sys.argv) > 4:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[4], sys.argv[5])
class Own(Controller):
    def factory(self):
        auth = dict(authenticator=login, auth_required=True) if mode == 'auth' else {}
        tls = dict(tls_context=context, require_starttls=True) if context else {}
        return SMTP(self.handler, hostname='localhost', **auth, **tls)
controller = Own(Handler(), hostname='127.0.0.1', port=int(sys.argv[3]))
controller.start()
print(controller.server.sockets[0].getsockname()[1], flush=True)
time.sleep(600)
