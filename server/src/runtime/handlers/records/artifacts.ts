import { AppError } from '#protocol/errors';
import type { Checked, Handlers } from '#protocol/methods';
import type { ArtifactRow } from '#protocol/rows';
import type { Context } from '../../context';
import { listAnswer } from '../../record/listAnswer';
import type { Where } from '../../storePort';
import { base64 } from './base64';
import { refuseUnknownSession, runIdOf } from './events';

/** Lists and hands out what steps left behind. */
export function artifactHandlers(context: Context): Pick<Handlers, 'artifact/list' | 'artifact/get'> {
  return {
    'artifact/list': (params) => listArtifacts(context, params),
    'artifact/get': (params) => getArtifact(context, params),
  };
}

/** An artifact as every door shows it. */
export function artifactView(row: ArtifactRow) {
  const { run_id, step_id, kind, name, sha256, media_type, size, created_at } = row;
  return { id: name, run_id, step_id, kind, path: name, sha256, media_type, size, created_at };
}

async function listArtifacts(context: Context, params: Checked<'artifact/list'>) {
  const { limit, offset } = params;
  const where = await whereOf(context, params);
  const { items, total } = await context.ports.store.list('artifacts', {
    where,
    order: [{ by: 'created_at' }],
    limit,
    offset,
  });
  return listAnswer(items.map(artifactView), total, params);
}

async function whereOf(context: Context, params: Checked<'artifact/list'>): Promise<Where<ArtifactRow>> {
  const { session_id } = params;
  await refuseUnknownSession(context, session_id);
  const run_id = await runIdOf(context, params.run_id);
  if (session_id === undefined) {
    return run_id === undefined ? {} : { run_id };
  }
  const runs = await context.ports.store.list('runs', {
    where: { session_id, ...(run_id === undefined ? {} : { id: run_id }) },
    limit: null,
  });
  return { run_id: runs.items.map(({ id }) => id) };
}

async function getArtifact(context: Context, { sha256 }: Checked<'artifact/get'>) {
  const { items } = await context.ports.store.list('artifacts', { where: { sha256 }, limit: 1 });
  const [row] = items;
  const bytes = row && (await context.ports.artifacts.get(sha256));
  if (row === undefined || bytes === undefined) {
    throw new AppError('NOT_FOUND', `there is no artifact ${sha256}`);
  }
  return { sha256, media_type: row.media_type, size: bytes.byteLength, base64: base64(bytes) };
}
