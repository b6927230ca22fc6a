import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy whose connections can be cut. */
export class CuttableLink {
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();
  #up = true;

  private constructor(target: number) {
    this.#server = net.createServer((near) => {
      if (!this.#up) {
        near.destroy();
        return;
      }
      const far = net.connect(target, '127.0.0.1');
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  /** Listen on a free port of 127.0.0.1 and forward to `target`. */
  static async open(target: number): Promise<CuttableLink> {
    const link = new CuttableLink(target);
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Break all connections and refuse new ones. */
  cut(): void {
    this.#up = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#up = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
