/** Address of the API without a trailing slash, set by the build. Empty when the API itself serves the page. */
declare const builtBackendUrl: string;
/** The repository and commit of the build, such as `owner/name`; both empty when unknown. */
declare const builtFrom: { repository: string; commit: string };
/** The styles of the widget's form, and the page's body as data. The build makes both. */
declare module 'virtual:widget-styles' {
  const css: string;
  export default css;
  export const dialogCss: string;
}
declare module 'virtual:widget-views' {
  const tree: readonly import('./dom/view-node.ts').ViewNode[];
  export default tree;
}
/** Whether the development server serves the page. Constant in a build. */
declare const isDevelopment: boolean;
/** Folder of the language files, beside the scripts. */
declare const wordsFolder: string;
