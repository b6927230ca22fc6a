import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP proxy on a port of 127.0.0.1 whose connections can be cut. */
export class Proxy {
  readonly port: number;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server = this.#create();

  constructor(port: number, target: number) {
    this.port = port;
    this.#target = target;
  }

  /** Lets connections through. */
  open(): Promise<void> {
    this.#server = this.#create();
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  /** Ends every connection; new ones are let through. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends every connection and refuses new ones. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.cut();
    });
  }

  #create() {
    return createServer((client) => {
      const server = connect(this.#target, '127.0.0.1');
      const pair = [client, server];
      for (const socket of pair) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          pair.forEach((end) => end.destroy());
        });
      }
      client.pipe(server).pipe(client);
    });
  }
}
