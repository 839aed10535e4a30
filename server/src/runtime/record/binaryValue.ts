import type { Json, JsonObject } from '#protocol/json';

/** The bytes that a tool's output carries as base64, one character each; `null` when its content is no bytes. */
export function binaryValue(output: Json): string | null {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return null;
  const { content, encoding } = output as JsonObject;
  return encoding === 'base64' && typeof content === 'string' ? atob(content) : null;
}

/** The same output with a link to the artifact in place of its bytes: nobody reads them where results are read. */
export function linkedOutput(output: Json, sha256: string): Json {
  return { ...(output as JsonObject), content: { artifact: sha256, media_type: 'application/octet-stream' } };
}
