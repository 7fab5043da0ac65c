import { deployedBackend, developmentBackends } from './api/backend-candidates.ts';
import { startForm } from './views/start-form.ts';

const candidates = isDevelopment
  ? developmentBackends(location, builtBackendUrl)
  : [deployedBackend(location, builtBackendUrl)];

startForm(candidates, { refusesOrigins: builtBackendUrl !== '' });
