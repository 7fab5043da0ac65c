/** Address of the API without a trailing slash, set by the build. Empty when the API itself serves the page. */
declare const builtBackendUrl: string;
