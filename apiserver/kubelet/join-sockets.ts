import type { Socket } from 'node:net';

/** As kubelet's --streaming-connection-idle-timeout: a connection on which nothing happens for so long is over. */
export const IDLE_MS = 4 * 60 * 60_000;

/** How long one side may take to read what the other left behind. */
const FLUSH_MS = 30_000;

/** Passes bytes both ways, as fast as the slower side reads, until either side is gone. */
export function joinSockets(one: Socket, other: Socket): void {
  pass(one, other);
  pass(other, one);
}

function pass(from: Socket, to: Socket): void {
  from.setTimeout(IDLE_MS, () => from.destroy());
  // What comes of an error is told by 'close'.
  from.on('error', () => undefined);
  from.once('close', () => {
    to.setTimeout(FLUSH_MS, () => to.destroy());
    to.destroySoon();
  });
  from.pipe(to);
}
