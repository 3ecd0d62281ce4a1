"""The shop's API: products and their stock, as JSON. Listens on PORT and ends in order on SIGTERM."""

import json
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PRODUCTS = [
    {"id": "bread", "name": "Bread", "price": 3.20, "stock": 12},
    {"id": "cheese", "name": "Cheese", "price": 7.90, "stock": 5},
    {"id": "olives", "name": "Olives", "price": 4.50, "stock": 0},
]
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            self.answer(200, {"ok": True})
        elif self.path == "/products":
            with LOCK:
                self.answer(200, PRODUCTS)
        else:
            self.answer(404, {"error": "there is no such page"})

    def do_POST(self):
        product_id = self.path.removeprefix("/restock/")
        with LOCK:
            product = next((one for one in PRODUCTS if one["id"] == product_id), None)
            if product is None:
                self.answer(404, {"error": "there is no such product"})
            else:
                product["stock"] += 1
                self.answer(200, product)

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code="-", size="-"):
        if self.path != "/health":
            print(self.command, self.path, int(code))


def main():
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler)
    # Threads are waited for at the end: who is being answered gets the whole answer.
    server.daemon_threads = False

    def stop(*_):
        # From a thread of its own: serve_forever must go on until it sees this.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"{os.environ.get('PORTREG_IDENTITY', 'the api')} at http://127.0.0.1:{server.server_port}")
    server.serve_forever()
    server.server_close()
    print("closed")


main()
