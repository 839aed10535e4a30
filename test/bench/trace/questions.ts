/** A question in TraceQL, in SQL by hand, and where it makes sense in jq. */
export interface BenchQuestion {
  readonly what: string;
  /** TraceQL for `trace/query` or, over time, for `trace/series`. */
  readonly q: string;
  readonly isSeries: boolean;
  /** Steps of the answer over time. */
  readonly steps: number;
  readonly sql: string;
  readonly duck: string;
  readonly jq: string | null;
}

const tool = `json_extract(attributes, '$."gen_ai.tool.name"')`;
const duckTool = `json_extract_string(attributes, '$."gen_ai.tool.name"')`;
const isSlowTool = `${tool} = 'tool_3' AND end_us - start_us > 40000`;
const isDuckSlowTool = `${duckTool} = 'tool_3' AND end_us - start_us > 40000`;
const below = (toolOf: string) => `WITH RECURSIVE below(trace_id, span_id, status) AS (
    SELECT c.trace_id, c.span_id, c.status FROM spans p JOIN spans c ON c.trace_id = p.trace_id AND c.parent_span_id = p.span_id
      WHERE ${toolOf} = 'tool_3'
    UNION SELECT c.trace_id, c.span_id, c.status FROM below b JOIN spans c
      ON c.trace_id = b.trace_id AND c.parent_span_id = b.span_id)
  SELECT count(*) FROM below WHERE status = 'ERROR'`;
const jqTool = '(.attributes | fromjson)."gen_ai.tool.name" == "tool_3" and .end_us - .start_us > 40000';

/** What is asked of us and of everybody else. */
export const benchQuestions: readonly BenchQuestion[] = [
  {
    what: 'attribute = x and duration > y, newest 20',
    q: '{ span.gen_ai.tool.name = "tool_3" && span:duration > 40ms }',
    isSeries: false,
    steps: 1,
    sql: `SELECT * FROM spans WHERE ${isSlowTool} ORDER BY start_us DESC LIMIT 20`,
    duck: `SELECT * FROM spans WHERE ${isDuckSlowTool} ORDER BY start_us DESC LIMIT 20`,
    jq: `select(${jqTool})`,
  },
  {
    what: 'the same, counted',
    q: '{ span.gen_ai.tool.name = "tool_3" && span:duration > 40ms } | count_over_time()',
    isSeries: true,
    steps: 1,
    sql: `SELECT count(*) FROM spans WHERE ${isSlowTool}`,
    duck: `SELECT count(*) FROM spans WHERE ${isDuckSlowTool}`,
    jq: null,
  },
  {
    what: 'group by name',
    q: '{} | count_over_time() by (span:name)',
    isSeries: true,
    steps: 1,
    sql: 'SELECT name, count(*) FROM spans GROUP BY name',
    duck: 'SELECT name, count(*) FROM spans GROUP BY name',
    jq: '.name',
  },
  {
    what: 'error under an ancestor, counted',
    q: '{ span.gen_ai.tool.name = "tool_3" } >> { status = error } | count_over_time()',
    isSeries: true,
    steps: 1,
    sql: below(tool.replace('attributes', 'p.attributes')),
    duck: below(duckTool.replace('attributes', 'p.attributes')),
    jq: null,
  },
  {
    what: 'errors per second by tool, 60 steps',
    q: '{ status = error } | rate() by (span.gen_ai.tool.name)',
    isSeries: true,
    steps: 60,
    sql: `SELECT ${tool}, start_us / 1000000, count(*) FROM spans WHERE status = 'ERROR' GROUP BY 1, 2`,
    duck: `SELECT ${duckTool}, start_us // 1000000, count(*) FROM spans WHERE status = 'ERROR' GROUP BY 1, 2`,
    jq: null,
  },
];
