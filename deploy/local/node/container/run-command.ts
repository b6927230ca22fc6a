import { startProcess, type ProcessSpec } from './container-process.ts';

const MAX_OUTPUT_BYTES = 10 * 1024;

/**
 * Runs a command to its end as one more process of a container; it is killed with all its children after `timeoutMs`.
 * @throws Error when it takes too long
 */
export async function runCommand(
  spec: Omit<ProcessSpec, 'onOutput'>,
  timeoutMs: number,
): Promise<{ exitCode: number; output: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const onOutput = (_stream: string, chunk: Buffer): void => {
    if (size < MAX_OUTPUT_BYTES) chunks.push(chunk);
    size += chunk.length;
  };
  const child = await startProcess({ ...spec, onOutput });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void child.kill();
  }, timeoutMs);
  const { exitCode } = await child.exited;
  clearTimeout(timer);
  if (late) throw new Error(`command timed out after ${timeoutMs} ms`);
  return { exitCode, output: Buffer.concat(chunks).toString('utf8', 0, MAX_OUTPUT_BYTES).trim() };
}
