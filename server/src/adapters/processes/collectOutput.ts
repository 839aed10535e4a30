import type { ChildProcess } from 'node:child_process';
import type { ProcessRequest } from '../../runtime/ports';
import { type CappedOutput, cappedOutput } from './cappedOutput';

/** What a child has said, while it still speaks. */
export interface Collected {
  readonly stdout: CappedOutput;
  readonly stderr: CappedOutput;
  /** Lets go of the pipes: whatever comes now is late. */
  stop(): void;
}

/** Keeps both streams of a child up to the cap and passes all of them on. */
export function collectOutput(child: ChildProcess, request: ProcessRequest): Collected {
  const stdout = cappedOutput(request.maxOutputBytes);
  const stderr = cappedOutput(request.maxOutputBytes);
  const take = (stream: 'stdout' | 'stderr', kept: CappedOutput) => {
    child[stream]?.on('error', () => undefined);
    child[stream]?.on('data', (bytes: Uint8Array) => {
      kept.add(bytes);
      request.onOutput?.({ stream, bytes });
    });
  };
  take('stdout', stdout);
  take('stderr', stderr);
  const stop = () => {
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.removeAllListeners('data');
      pipe?.destroy();
    }
  };
  return { stdout, stderr, stop };
}
