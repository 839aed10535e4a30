import type { ExportKind } from '#protocol/runFiles';
import type { MemoryServer } from '../../support/composeMemory';
import { command, type Departure, type Journey, journey, planText } from '../../support/journey';

export type Files = Readonly<Record<string, string>>;

/** A run with a step that failed after three tries, and one that was skipped for it; `more` says what its plan says besides. */
export async function failedRun(
  world: Departure = {},
  more: Parameters<typeof planText>[1] = {},
  end: 'failed' | 'denied' = 'failed',
): Promise<Journey> {
  const steps = [
    command('lint', 'lint'),
    command('build', 'build', { needs: ['lint'], retry: 2 }),
    command('ship', 'ship', { needs: ['build'] }),
  ];
  const inputs = { type: 'object', properties: { word: { type: 'string', default: 'x' } } };
  const made = await journey(planText(steps, { inputs, goal: 'all is well', ...more }), {
    program: ({ argv }) => (argv[0] === 'build' ? { exitCode: 1, stderr: 'no luck' } : {}),
    ...world,
  });
  await made.start({ inputs: { word: 'three' } });
  await made.reach(end);
  return made;
}

/** The files of an export by their paths, as texts. */
export async function exported(server: MemoryServer, run_id: string, kind: ExportKind): Promise<Files> {
  const { files } = await server.request('run/export', { run_id, kind });
  return Object.fromEntries(
    files.map(({ path, base64 }) => [path, Buffer.from(base64, 'base64').toString('utf8')]),
  );
}
