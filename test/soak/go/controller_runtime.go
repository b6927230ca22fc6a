package main

import (
	"context"
	"fmt"
	"log"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	crlog "sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
)

func controllerRuntimeInformers(ctx context.Context, config *rest.Config) ([]informer, error) {
	crlog.SetLogger(zap.New())
	objects, err := cache.New(config, cache.Options{Scheme: scheme.Scheme})
	if err != nil {
		return nil, err
	}
	go func() {
		if err := objects.Start(ctx); err != nil {
			log.Fatal(err)
		}
	}()
	gear := &unstructured.Unstructured{}
	gear.SetGroupVersionKind(schema.GroupVersionKind{Group: custom.Group, Version: custom.Version, Kind: "Gear"})
	kinds := []struct {
		kind   string
		object client.Object
	}{{"configmaps", &corev1.ConfigMap{}}, {"deployments", &appsv1.Deployment{}}, {"gears", gear}}
	var found []informer
	for _, one := range kinds {
		got, err := objects.GetInformer(ctx, one.object)
		if err != nil {
			return nil, err
		}
		shared, ok := got.(toolscache.SharedIndexInformer)
		if !ok {
			return nil, fmt.Errorf("the informer of %s has no store", one.kind)
		}
		found = append(found, informer{"controller-runtime", one.kind, shared})
	}
	return found, nil
}
