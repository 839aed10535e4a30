/** The type that the editor hands to a view in every theme. */
export const typeFace = {
  'font-family': 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK JP", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"Liberation Mono", "DejaVu Sans Mono", monospace',
  'editor-font-size': '13px',
};
