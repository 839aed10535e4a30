/** A rule as both sides read it: what it says, and about which path or program. */
export interface GlobRule {
  readonly id: string;
  readonly effect: 'allow' | 'ask' | 'deny';
  readonly tool: string;
  readonly path: string | null;
  readonly argv0: string | null;
  readonly args: string | null;
}

const effects = ['allow', 'ask', 'deny'] as const;

/** Rules about paths, as a repository of many areas collects them. */
export function pathRules(count: number): readonly GlobRule[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `path-${index}`,
    effect: effects[index % 3] ?? 'ask',
    tool: index % 2 === 0 ? '*' : 'apply_patch',
    path: index % 4 === 3 ? `area${index}/**/*.{ts,tsx}` : `area${index}/src/**`,
    argv0: null,
    args: null,
  }));
}

/** Rules about programs and their arguments. */
export function commandRules(count: number): readonly GlobRule[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `command-${index}`,
    effect: effects[index % 3] ?? 'ask',
    tool: 'shell.*',
    path: null,
    argv0: `tool${index}`,
    args: index % 2 === 0 ? 'part*' : null,
  }));
}

/** The rules as a policy file. */
export function policyText(rules: readonly GlobRule[]): string {
  const lines = rules.flatMap(({ id, effect, tool, path, argv0, args }) => [
    `    - id: ${id}`,
    `      effect: ${effect}`,
    `      tool: "${tool}"`,
    '      match:',
    ...(path === null ? [] : [`        path: ["${path}"]`]),
    ...(argv0 === null ? [] : [`        argv0: ["${argv0}"]`]),
    ...(args === null ? [] : [`        args: ["${args}"]`]),
  ]);
  return ['schema: policy/1', 'permissions:', '  rules:', ...lines, ''].join('\n');
}
