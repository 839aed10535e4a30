import type { Json, JsonObject } from '#protocol/json';
import { canonicalJson } from '../digest';
import type { Reference } from './reference';
import { mayRefer, pointerStep } from './references';
import { lookUp, type Scope } from './scope';
import { parseTemplate, type Template, wholeReference } from './template';

/** A reference that has no value yet. */
export interface UnresolvedReference {
  readonly pointer: string;
  readonly text: string;
}

/** The document with every reference replaced, or the references that could not be. */
export type Resolution =
  | { readonly value: Json }
  | { readonly unresolved: readonly [UnresolvedReference, ...UnresolvedReference[]] };

export interface ResolveOptions {
  /**
   * Leaves `${secrets.N}` as text: the form that is hashed, shown and stored. To run the call, resolve the plan's
   * own text once more without this; never resolve a result again, for values may contain `${`.
   */
  readonly keepSecrets?: boolean;
}

/**
 * Puts values in place of references. A string that is one reference takes the value with its type; within a
 * longer string values are written as text, objects and lists as canonical JSON; `$${` becomes `${`.
 */
export function resolveReferences(json: Json, scope: Scope, options: ResolveOptions = {}): Resolution {
  if (!mayRefer(json)) return { value: json };
  const unresolved: UnresolvedReference[] = [];
  const value = resolveValue(json, '', { scope, keepSecrets: options.keepSecrets ?? false, unresolved });
  const [first, ...others] = unresolved;
  return first ? { unresolved: [first, ...others] } : { value };
}

interface Work {
  readonly scope: Scope;
  readonly keepSecrets: boolean;
  readonly unresolved: UnresolvedReference[];
}

function resolveValue(json: Json, pointer: string, work: Work): Json {
  if (typeof json === 'string') return json.includes('${') ? resolveText(json, pointer, work) : json;
  if (Array.isArray(json))
    return json.map((item: Json, index) => resolveValue(item, `${pointer}/${index}`, work));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json as JsonObject).map(([key, value]) => [
      key,
      resolveValue(value, pointer + pointerStep(key), work),
    ]),
  );
}

function resolveText(text: string, pointer: string, work: Work): Json {
  const template = parseTemplate(text);
  for (const fault of template.faults) {
    work.unresolved.push({
      pointer,
      text: `${text.slice(fault.offset, fault.offset + 40)} (${fault.message})`,
    });
  }
  const whole = wholeReference(template);
  return whole ? referenced(whole, pointer, work) : interpolate(template, pointer, work);
}

function interpolate(template: Template, pointer: string, work: Work): string {
  return template.parts
    .map((part) => {
      if ('text' in part) return part.text;
      const value = referenced(part.reference, pointer, work);
      return typeof value === 'string' ? value : canonicalJson(value);
    })
    .join('');
}

function referenced(reference: Reference, pointer: string, work: Work): Json {
  if (reference.root === 'secrets' && work.keepSecrets) return `\${${reference.text}}`;
  const value = lookUp(reference, work.scope);
  if (value !== undefined) return value;
  work.unresolved.push({ pointer, text: reference.text });
  return null;
}
