import type { Context } from '../context';
import type { Write } from '../storePort';
import { eventWrite, isoNow, type Origin } from './record';

/** Bytes to keep beside a step; already redacted by whoever made them. */
export interface NewArtifact {
  readonly run_id: string;
  readonly step_id: string;
  readonly name: string;
  readonly kind: string;
  readonly media_type: string;
  readonly bytes: Uint8Array;
  readonly span_id: string | null;
}

/** Puts the bytes into the artifact store and answers the writes that list them. */
export async function artifactWrites(
  context: Context,
  origin: Origin,
  artifact: NewArtifact,
): Promise<{ readonly sha256: string; readonly writes: readonly Write[] }> {
  const sha256 = await context.ports.artifacts.put(artifact.bytes);
  const { run_id, step_id, name, kind, media_type } = artifact;
  const row = {
    sha256,
    run_id,
    step_id,
    name,
    kind,
    media_type,
    size: artifact.bytes.byteLength,
    expires_at: null,
    tags: '[]',
    created_at: isoNow(context),
  };
  const event = eventWrite(context, origin, {
    type: 'artifact.saved',
    summary: `artifact ${name}`,
    payload: { name, kind, sha256, size: row.size },
    step_id,
    span_id: artifact.span_id,
  });
  return { sha256, writes: [{ op: 'insert', table: 'artifacts', row }, event] };
}
