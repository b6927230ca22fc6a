package main

import (
	"encoding/json"
	"io"
	"log"
	"sync"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/tools/cache"
)

// Report writes lines of JSON, one at a time.
type report struct {
	mutex   sync.Mutex
	encoder *json.Encoder
}

type event struct {
	Informer string `json:"informer"`
	Kind     string `json:"kind"`
	Type     string `json:"type"`
	Key      string `json:"key"`
	Version  string `json:"version"`
}

type contents struct {
	Informer string            `json:"informer"`
	Kind     string            `json:"kind"`
	Cache    map[string]string `json:"cache"`
}

func newReport(out io.Writer) *report {
	return &report{encoder: json.NewEncoder(out)}
}

func (r *report) write(line any) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if err := r.encoder.Encode(line); err != nil {
		log.Fatal(err)
	}
}

func (r *report) handler(of informer) cache.ResourceEventHandler {
	tell := func(kind string, object any) {
		if unknown, ok := object.(cache.DeletedFinalStateUnknown); ok {
			r.write(event{of.library, of.kind, "gone", unknown.Key, ""})
			return
		}
		key, version := identity(object)
		r.write(event{of.library, of.kind, kind, key, version})
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { tell("added", object) },
		UpdateFunc: func(_, object any) { tell("updated", object) },
		DeleteFunc: func(object any) { tell("deleted", object) },
	}
}

func (r *report) caches(informers []informer) {
	for _, one := range informers {
		versions := map[string]string{}
		for _, object := range one.informer.GetStore().List() {
			key, version := identity(object)
			versions[key] = version
		}
		r.write(contents{one.library, one.kind, versions})
	}
}

func identity(object any) (key, version string) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		log.Fatal(err)
	}
	return accessor.GetNamespace() + "/" + accessor.GetName(), accessor.GetResourceVersion()
}
