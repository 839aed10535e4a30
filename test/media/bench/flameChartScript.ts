import { build } from 'esbuild';

/** The peer as a script for a page, bundled from the folder in which it is installed. */
export async function flameChartScript(folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { FlameChart } from 'flame-chart-js'; globalThis.FlameChart = FlameChart;",
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
  });
  return outputFiles[0]?.text ?? '';
}
