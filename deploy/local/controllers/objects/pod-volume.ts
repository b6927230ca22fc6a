/** core/v1 Volume: the sources that the process node can make. */
export interface PodVolume {
  name: string;
  emptyDir?: { medium?: string; sizeLimit?: string };
  hostPath?: { path: string; type?: string };
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean };
  configMap?: ConfigMapSource & { defaultMode?: number };
  secret?: { secretName?: string; items?: KeyToPath[]; optional?: boolean; defaultMode?: number };
  downwardAPI?: DownwardSource & { defaultMode?: number };
  projected?: { sources?: ProjectedSource[]; defaultMode?: number };
}

export interface ConfigMapSource {
  name?: string;
  items?: KeyToPath[];
  optional?: boolean;
}

export interface KeyToPath {
  key: string;
  path: string;
  mode?: number;
}

export interface DownwardSource {
  items?: {
    path: string;
    mode?: number;
    fieldRef?: { fieldPath: string };
    resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
  }[];
}

export interface ProjectedSource {
  configMap?: ConfigMapSource;
  secret?: ConfigMapSource;
  downwardAPI?: DownwardSource;
  serviceAccountToken?: { path: string; audience?: string; expirationSeconds?: number };
}
