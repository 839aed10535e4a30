import type { Json, JsonObject } from '#protocol/json';
import type { Reference } from './reference';
import { parseTemplate } from './template';

/** A reference with the JSON pointer of the string it stands in. */
export interface PlacedReference extends Reference {
  readonly pointer: string;
}

/** A `${` that begins no reference; `offset` counts from 0 within the string. */
export interface ReferenceFault {
  readonly pointer: string;
  readonly offset: number;
  readonly message: string;
}

/** Every reference in the strings of a document, in document order. */
export function referencesIn(json: Json): readonly PlacedReference[] {
  return scanReferences(json, '').references;
}

/** Every reference and every broken one below `pointer`. Keys are never references. */
export function scanReferences(
  json: Json,
  pointer: string,
): { readonly references: readonly PlacedReference[]; readonly faults: readonly ReferenceFault[] } {
  const references: PlacedReference[] = [];
  const faults: ReferenceFault[] = [];
  if (!mayRefer(json)) return { references, faults };
  eachString(json, pointer, (text, place) => {
    if (!text.includes('${')) return;
    const template = parseTemplate(text);
    for (const part of template.parts) {
      if ('reference' in part) references.push({ ...part.reference, pointer: place });
    }
    for (const fault of template.faults) faults.push({ pointer: place, ...fault });
  });
  return { references, faults };
}

/** Whether any string of a document may hold a reference; most documents hold none. */
export function mayRefer(json: Json): boolean {
  if (typeof json === 'string') return json.includes('${');
  if (typeof json !== 'object' || json === null) return false;
  return Object.values(json as JsonObject).some(mayRefer);
}

/** A key as one step of a JSON pointer. */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function eachString(json: Json, pointer: string, visit: (text: string, pointer: string) => void): void {
  if (typeof json === 'string') {
    visit(json, pointer);
  } else if (Array.isArray(json)) {
    json.forEach((item: Json, index) => {
      eachString(item, `${pointer}/${index}`, visit);
    });
  } else if (typeof json === 'object' && json !== null) {
    for (const [key, value] of Object.entries(json as JsonObject)) {
      if (canHoldReference(value)) eachString(value, pointer + pointerStep(key), visit);
    }
  }
}

/** Asked before a pointer is made: most members are texts that refer to nothing. */
function canHoldReference(value: Json): boolean {
  return typeof value === 'string' ? value.includes('${') : typeof value === 'object';
}
