import { parentPort } from 'node:worker_threads';
import type { Answered, Asked } from '../../server/src/adapters/queries/messages';

/* A thread for questions that never answers `hang`, ends at `die`, and counts nothing else. */

parentPort?.on('message', ({ id, question }: Asked) => {
  const { q } = question as { readonly q: string };
  if (q === 'die') process.exit(1);
  for (let isHanging = q === 'hang'; isHanging; ) isHanging = q === 'hang';
  parentPort?.postMessage({ id, text: JSON.stringify({ q }) } satisfies Answered);
});
