import { readFileSync } from 'node:fs';

/**
 * Bytes that the children of a process have written: for rsync's first process, which decides what is needed, that is
 * its receiver, which writes the files. Asking rsync itself (`--info=progress2`) makes it print a line a file, which
 * takes half as long again as small files themselves.
 * @returns undefined when they have gone, or the system does not tell (proc(5))
 */
export function writtenByChildren(pid: number): number | undefined {
  const children = read(`/proc/${pid}/task/${pid}/children`)?.trim();
  if (!children) return undefined;
  const written = children.split(' ').map((child) => /^wchar: (\d+)$/m.exec(read(`/proc/${child}/io`) ?? '')?.[1]);
  return written.reduce((sum, bytes) => sum + Number(bytes ?? 0), 0);
}

/**
 * What a process and its children have read and computed so far, as a text that stays the same only while they do neither;
 * one that waits for a disk counts as busy. Of what they write nothing is said: rsync sends signs of life by itself.
 * @param proc where processes are told of
 * @returns undefined when they have gone, are busy, or the system does not tell (proc(5))
 */
export function activityOf(pid: number, proc = '/proc'): string | undefined {
  const children = read(`${proc}/${pid}/task/${pid}/children`)?.trim();
  if (children === undefined) return undefined;
  const seen = [String(pid), ...children.split(' ')].filter(Boolean).map((id) => {
    // The name of the program, in brackets, may have spaces.
    const [state, ...fields] = (read(`${proc}/${id}/stat`) ?? '').replace(/^.*\) /s, '').split(' ');
    const bytes = /^rchar: (\d+)$/m.exec(read(`${proc}/${id}/io`) ?? '')?.[1];
    // utime and stime are the 14th and 15th field; the third, the state, is the first here.
    return state === 'D' || bytes === undefined ? undefined : [id, bytes, ...fields.slice(10, 12)].join(' ');
  });
  return seen.includes(undefined) ? undefined : seen.join(', ');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
