import type { Socket } from 'node:net';

/**
 * Resolves when a client has taken what was written to it, or its connection is gone. One that takes nothing of it for
 * `stalledMs` is cut off.
 */
export function whenTaken(socket: Socket, stalledMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), stalledMs);
    const done = (): void => {
      clearTimeout(timer);
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.once('drain', done);
    socket.once('close', done);
  });
}
