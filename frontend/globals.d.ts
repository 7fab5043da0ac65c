/** Address of the API without a trailing slash, set by the build. Empty when the API itself serves the page. */
declare const builtBackendUrl: string;
/** The repository and commit of the build, such as `owner/name`; both empty when unknown. */
declare const builtFrom: { repository: string; commit: string };
/** Whether the development server serves the page. Constant in a build. */
declare const isDevelopment: boolean;
