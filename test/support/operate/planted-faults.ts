import { atAddress, atCarrier } from './faults/carrier-faults.ts';
import { inData, onMachine } from './faults/machine-faults.ts';
import type { PlantedFault } from './faults/planted-fault.ts';
import { doubtful, inEnvFile, inProduction, inSettings } from './faults/settings-faults.ts';

export const plantedFaults: readonly PlantedFault[] = [
  ...inEnvFile,
  ...inSettings,
  ...doubtful,
  ...inData,
  ...onMachine,
  ...atCarrier,
  ...atAddress,
  ...inProduction,
];
