import { type ParsedPlan, parsePlan } from '../../../server/src/core/plan/parsePlan';
import type { ToolCatalog } from '../../../server/src/core/plan/semantics/toolCatalog';

const inputs: Readonly<Record<string, readonly string[]>> = {
  'shell.run': ['argv', 'script', 'shell', 'cwd', 'env'],
  write_file_preview: ['path', 'content'],
  write_file_apply: ['preview'],
  read_file: ['path', 'encoding'],
};

/** A small catalog of tools, so that plans are tested without any. */
export const tools: ToolCatalog = {
  resolve: (name) => {
    if (name === 'fs.read') return 'read_file';
    return Object.hasOwn(inputs, name) || openTools.includes(name) ? name : undefined;
  },
  names: () => [...Object.keys(inputs), ...openTools],
  inputSchema: (name) => {
    const keys = inputs[name];
    return (
      keys && {
        type: 'object',
        properties: Object.fromEntries(keys.map((key) => [key, {}])),
        additionalProperties: false,
      }
    );
  },
};

const openTools = [
  'workspace.inspect',
  'apply_patch',
  'test.run',
  'flow.route',
  'flow.loop',
  'llm.summary',
  'llm.agent',
  'llm.route',
  'llm.evaluate',
];

/** Reads a plan text with those tools. */
export function parse(text: string, more: Partial<Parameters<typeof parsePlan>[1]> = {}): ParsedPlan {
  return parsePlan(text, { fileName: 'plan.yaml', tools, ...more });
}

/** One line per problem: `CODE path line:column`. */
export function problemLines(text: string, more: Partial<Parameters<typeof parsePlan>[1]> = {}): string[] {
  return parse(text, more).problems.map(
    (problem) => `${problem.code} ${problem.path} ${problem.line}:${problem.column}`,
  );
}

/** A plan whose steps are given as YAML lines below `steps:`. */
export function planOf(steps: string, head = ''): string {
  return `schema: plan/1\ntitle: Test\n${head}steps:\n${steps}`;
}

/** The plan of the specification, with everything a plan may carry. */
export const fullPlan = `schema: plan/1
title: Add health endpoint
goal: "GET /health answers 200"
acceptance: ["test passes"]
inputs: {type: object, properties: {lint_enabled: {type: boolean, default: true}}, required: []}
profile: standard
policy:
  reliability: {timeout: 30m, fail_fast: true, on_error: {action: stop},
    retry: {max_attempts: 1, delay: 0, mode: fixed, max_delay: 60s, jitter: false,
            retry_on: [timeout, network, rate_limit, exit_code, tool_error]}}
  permissions: {default: ask, stop_on_deny: true, network: full, env_allow: [], require_executor: isolated,
    deny_if_contains: [], deny_patterns: [],
    rules: [{id: r1, effect: deny, tool: "shell.*", match: {argv0: [rm, Remove-Item]}}]}
  approvals: {plan: required, steps: "risk>=medium", previews: required, required: 1, expires: 24h, no_self: false, auto: []}
  limits: {max_steps: 200, max_visits: 20, max_concurrency: 1, max_memory_mb: 2048, max_cpu_percent: 80, hard: false,
    max_output_bytes: 1048576, llm: {max_tokens: 200000, max_cost_usd: 1.0}}
workspace: {slot: worktree, base: main, branch: "feature/task-{session}-{task-id}", recipe: {copy: [.env], setup: [[npm, ci]]}}
steps:
  - {id: install, uses: shell.run, with: {argv: [npm, ci]}, risk: medium}
  - id: lint
    uses: shell.run
    with: {argv: [npm, run, lint]}
    needs: [install]
    when: "inputs.lint_enabled == true"
    else: skip
    risk: medium
    timeout: 2m
    retry: 2
    on_error: continue
    executor: local
    touches: [reports/**]
    preconditions: [{type: artifact_exists, expr: package.json}]
    expected_observation: no findings
    verify: [{type: exit_code, expr: "0"}]
    outputs: {summary: $.stdout}
  - {id: draft, uses: write_file_preview, needs: [lint], with: {path: src/h.ts, content: "..."}}
  - {id: apply, uses: write_file_apply, needs: [draft], with: {preview: "\${steps.draft.output}"}}
checks: [{name: done, type: regex, expr: "ok", target: reports/out.txt}]
`;
