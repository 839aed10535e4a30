/**
 * What is wrong with the path of a request as it came in, before anything rewrites it; null when it may be routed.
 * A path that climbs is refused however often it is encoded: no later decoding can make a climb of it.
 */
export function pathFault(target: string): string | null {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) {
    return 'the request names no path';
  }
  let text = path;
  for (let round = 0; round <= rounds; round += 1) {
    const fault = textFault(text);
    const decoded = decodedOnce(text);
    if (fault !== null) {
      return fault;
    }
    if (decoded === text || (decoded === undefined && round > 0)) {
      return null;
    }
    if (decoded === undefined) {
      return 'the path is not encoded properly';
    }
    text = decoded;
  }
  return 'the path is encoded too often';
}

function textFault(text: string): string | null {
  if (unsafeText.test(text)) {
    return 'the path has a character that no path has';
  }
  return text.split('/').some((segment) => segment === '.' || segment === '..') ? 'the path climbs' : null;
}

const rounds = 4;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unsafeText = /[\u0000-\u001f\u007f\\]/;

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
