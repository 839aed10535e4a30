import type { JsonObject } from '#protocol/json';
import { flowKeyTable, playbookKeyTable } from '../../../server/src/core/language/keys/foreignKeyTables';
import type { KeyInfo, KeyTable } from '../../../server/src/core/language/keys/keyInfo';
import { planKeyTable, policyKeyTable } from '../../../server/src/core/language/keys/planKeyTable';

/** The documents people write, as JSON Schemas for editors that know nothing of Holdpoint; keys and words, no more. */
export function documentSchemas(): Readonly<Record<'plan' | 'policy' | 'flow' | 'playbook', JsonObject>> {
  return {
    plan: schemaOf('plan/1', planKeyTable, { required: ['schema', 'title', 'steps'] }),
    policy: schemaOf('policy/1', policyKeyTable, { required: ['schema'] }),
    flow: schemaOf('flow', flowKeyTable, {
      anyOf: [
        { type: 'object', required: ['flow'], properties: { flow: { type: 'object' } } },
        { type: 'object', required: ['nodes', 'entry'], properties: { entry: { type: 'string' } } },
      ],
    }),
    playbook: schemaOf('playbook', playbookKeyTable, { required: ['name', 'steps'] }),
  };
}

function schemaOf(name: string, table: KeyTable, needs: JsonObject): JsonObject {
  const parts = new Parts();
  const { properties } = parts.object(table, []);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `urn:holdpoint:${name}`,
    title: `Holdpoint ${name}`,
    type: 'object',
    ...needs,
    additionalProperties: false,
    properties: properties ?? {},
    definitions: parts.definitions,
  };
}

/** The tables that others refer to: one may hold itself, so each is written once. */
class Parts {
  readonly definitions: Record<string, JsonObject> = {};
  readonly #names = new Map<KeyTable, string>();

  object(table: KeyTable, required: readonly string[]): JsonObject {
    const properties = Object.fromEntries(
      Object.entries(table).map(([key, info]) => [key, { description: info.en, ...this.#value(key, info) }]),
    );
    const needs = required.length === 0 ? {} : { required };
    return { type: 'object', additionalProperties: false, ...needs, properties };
  }

  #value(key: string, info: KeyInfo): JsonObject {
    const forms = [...this.#deepForms(key, info), ...flatForms(info)];
    const [first, ...others] = forms;
    if (first === undefined) return {};
    return others.length === 0 ? first : { anyOf: forms };
  }

  #deepForms(key: string, info: KeyInfo): readonly JsonObject[] {
    if (info.keys === undefined) return [];
    const inner = this.#reference(key, info.keys(), info.requires ?? []);
    const forms: JsonObject[] = [];
    if (info.isNamed) forms.push({ type: 'object', additionalProperties: inner });
    if (info.isList) forms.push({ type: 'array', items: inner });
    return forms.length === 0 ? [inner] : forms;
  }

  #reference(key: string, table: KeyTable, required: readonly string[]): JsonObject {
    const known = this.#names.get(table);
    const name = known ?? this.#freeName(key);
    if (known === undefined) {
      this.#names.set(table, name);
      this.definitions[name] = this.object(table, required);
    }
    return { $ref: `#/definitions/${name}` };
  }

  /** The name is taken at once: what it stands for may refer to it. */
  #freeName(key: string): string {
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? key : `${key}_${count}`;
      if (Object.hasOwn(this.definitions, name)) continue;
      this.definitions[name] = {};
      return name;
    }
  }
}

function flatForms(info: KeyInfo): readonly JsonObject[] {
  const word = wordForm(info);
  if (info.isList && info.keys === undefined) {
    const list = { type: 'array', ...(word === null ? {} : { items: word }) };
    return info.isOneEnough ? [list, { type: 'string' }] : [list];
  }
  return [...(word === null ? [] : [word]), ...(info.isNumberEnough ? [{ type: 'integer' }] : [])];
}

/** What one word may be; `null` where anything may stand. */
function wordForm({ words, names, isCondition }: KeyInfo): JsonObject | null {
  if (isCondition) return { type: ['string', 'boolean'] };
  if (words?.includes('true')) return { type: 'boolean' };
  // Beside the words that are listed, there are names that only the document or the tools know.
  if (names !== undefined)
    return words === undefined ? { type: 'string' } : { type: 'string', examples: words };
  return words === undefined ? null : { enum: words };
}
