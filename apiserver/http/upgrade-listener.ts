import type { IncomingMessage, Server } from 'node:http';
import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiResponse } from './api-request.ts';
import { send } from './respond.ts';

/** What a request is answered with, and what is called once when that is over. */
export type Decision = { readonly answer: ApiResponse; readonly finish: () => void };

/** Decides about a request to change the protocol. Never rejects. */
export type DecideUpgrade = (message: IncomingMessage, warnings: string[]) => Promise<Decision>;

/**
 * Hands connections whose protocol changes to whom the answer names; others are answered and closed.
 * @param report told of an answer that could not be given
 * @returns the way to end those that were handed over
 */
export function listenForUpgrades(
  server: Server,
  decide: DecideUpgrade,
  report: (message: IncomingMessage, error: unknown) => void,
): () => void {
  const open = new Set<Duplex>();
  server.on('upgrade', (message, duplex, head) => {
    // On a server of TCP or TLS it is one.
    const socket = duplex as Socket;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    // The first bytes in the new protocol, if they came already.
    if (head.length > 0) socket.unshift(head);
    answer(message, socket, decide).catch((error: unknown) => {
      report(message, error);
      socket.destroy();
    });
  });
  return () => open.forEach((socket) => socket.destroy());
}

async function answer(message: IncomingMessage, socket: Socket, decide: DecideUpgrade): Promise<void> {
  const warnings: string[] = [];
  const { answer: decision, finish } = await decide(message, warnings);
  if (socket.destroyed) finish();
  else socket.once('close', finish);
  // Also to a client that is gone: the other side has to be told.
  if (decision.takeOver) return decision.takeOver(socket);
  const response = new ServerResponse(message);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroySoon());
  send(response, decision, warnings);
}
