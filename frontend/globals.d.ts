/** The API's address without a slash at the end, put in at the build; empty when the API serves the page itself. */
declare const builtBackendUrl: string;
