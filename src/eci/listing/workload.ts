import type { Instance, Tag } from "../model.ts";

/** Where an instance belongs in Kubernetes. */
export type Workload = { readonly namespace: string; readonly name: string };

/**
 * Tag keys under which virtual nodes write the namespace down: the open-source one writes `NameSpace`
 * (virtual-kubelet/alibabacloud-eci, eci.go). The first that is there counts.
 */
const namespaceKeys = ["NameSpace", "k8s.io/namespace", "k8s.aliyun.com/namespace"];
const workloadKeys = ["app.kubernetes.io/name", "k8s-app", "app"];

/** What the names of a ReplicaSet's pods end in: the letters that Kubernetes draws from (utils/rand). */
const replicaSet = /^(?<name>.+)-[bcdf-hj-np-tv-z2-9]{6,10}-[bcdf-hj-np-tv-z2-9]{5}$/u;
const oneSuffix = /^(?<name>.+)-[bcdf-hj-np-tv-z2-9]{5}$/u;
/** A StatefulSet's pods are numbered. */
const numbered = /^(?<name>.+)-\d{1,5}$/u;

const findValue = (tags: readonly Tag[], keys: readonly string[]): string | undefined =>
  keys.flatMap((key) => tags.filter((tag) => tag.key === key && tag.value !== ""))[0]?.value;

/** The workload that an instance's name follows from as Kubernetes makes names of pods, else the one that its tags name. */
export function toWorkload({ name, namespace, tags }: Instance): Workload {
  const derived = [replicaSet, oneSuffix, numbered]
    .map((pattern) => pattern.exec(name)?.groups?.["name"])
    .find((found) => found !== undefined);
  return {
    namespace: namespace ?? findValue(tags, namespaceKeys) ?? "",
    name: derived ?? findValue(tags, workloadKeys) ?? name,
  };
}
