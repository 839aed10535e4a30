import type { LayerName, PolicyLayer, PolicyLocation, Profile } from '#protocol/policy';
import type { Problem, ProblemCode } from '#protocol/problem';

/** Where a setting of a layer stands: the line of the pointer or of the nearest map around it. */
export function placeOf(layer: PolicyLayer, pointer: string): PolicyLocation {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const line = layer.lines[at];
    if (line !== undefined) return { layer: layer.name, file: layer.file, line };
  }
  return { layer: layer.name, file: layer.file, line: 0 };
}

/** A mistake at a setting of a layer, naming its file. */
export function problemAt(layer: PolicyLayer, code: ProblemCode, pointer: string, message: string): Problem {
  const { line } = placeOf(layer, pointer);
  return { code, path: pointer, line: Math.max(1, line), column: 1, message: `${message} (${layer.file})` };
}

/** Whether this layer may loosen what weaker layers said. */
export function mayLoosen(layer: LayerName, profile: Profile): boolean {
  return (layer === 'user' || layer === 'cli') && (profile === 'standard' || profile === 'dev');
}
