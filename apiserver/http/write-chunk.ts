import type { ServerResponse } from 'node:http';

/**
 * Writes a piece of an answer whose headers are out. Node writes a chunk in three parts, which takes twice the time of
 * one, and an event goes to every watcher: where the answer is the one its connection is at, the chunk goes out whole.
 */
export function writeChunk(response: ServerResponse, text: string): void {
  const { socket, req } = response;
  const isChunked = req.httpVersion === '1.1' && req.method === 'GET' && !response.hasHeader('content-length');
  if (!socket || !isChunked || response.writableEnded) response.write(text);
  else socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
